/** Our mark: a cup with steam. */
export function CupMark() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M3 8h11v6.2A2.8 2.8 0 0 1 11.2 17H5.8A2.8 2.8 0 0 1 3 14.2z" />
      <path d="M14 9.5h1.3a2.2 2.2 0 0 1 0 4.4H14" />
      <path d="M5.5 5.2V3.4M8.5 5.2V2.6M11.5 5.2V3.4" />
    </svg>
  );
}
