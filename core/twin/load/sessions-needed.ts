/** So many sessions are needed to compare load with recall. In a file of its own: who says it needs no statistics. */
export const SESSIONS_NEEDED = 30;
