/**
 * Does several things of one step beside each other. Throws what the first of them failed with, once all have ended: nothing goes on
 * behind an execution that is ended for it.
 */
export async function doBeside<Results extends readonly unknown[]>(
  ...doing: { [Index in keyof Results]: Promise<Results[Index]> }
): Promise<Results> {
  const ends = await Promise.allSettled(doing);
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) {
    throw failed.reason;
  }
  return ends.map((end) => (end as PromiseFulfilledResult<unknown>).value) as unknown as Results;
}
