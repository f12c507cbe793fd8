/** What the owner types before anything is erased for good, in any case of letters. A leaf: the page shows it. */
export const ERASE_WORD = 'erase';
