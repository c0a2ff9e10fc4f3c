/** An address as pods have it, whatever family the listener is of. */
export function readAddress(address: string | undefined): string {
  return (address ?? "").replace(/^::ffff:/i, "").toLowerCase();
}
