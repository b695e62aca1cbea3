/** Integer cents as `0.01`. */
export function formatEuros(cents: number): string {
  return (cents / 100).toFixed(2);
}
