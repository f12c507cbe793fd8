throw new Error('this module does not load');

export function run(): number {
  return 0;
}
