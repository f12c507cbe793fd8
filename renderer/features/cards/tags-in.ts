/** Tags as they are written in one line: separated by spaces, each once. */
export const tagsIn = (line: string): string[] => [...new Set(line.split(/\s+/).filter((tag) => tag !== ''))];
