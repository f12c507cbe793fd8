/** Where and as what the last note was added: the next one most likely goes there too. For this window only. */
export const lastChoice: { type?: string; lecture?: string } = {};
