export function run(values: Float64Array): { squares: Float64Array } {
  return { squares: values.map((value) => value * value) };
}
