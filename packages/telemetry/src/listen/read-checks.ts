/** What a process needs to do its work, by name; each is false, rejects or doesn't answer while it isn't given. */
export type Checks = Readonly<Record<string, () => boolean | Promise<unknown>>>;

/** What can't be told sooner isn't so. */
const CHECK_MILLISECONDS = 2000;

/** Whether each is given now. */
export async function readChecks(checks: Checks): Promise<Record<string, boolean>> {
  const read = Object.entries(checks).map(async ([name, check]) => [name, await isGiven(check)] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function isGiven(check: () => boolean | Promise<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), CHECK_MILLISECONDS);
  try {
    return await Promise.race([Promise.resolve(check()).then((given) => given !== false), promise]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
