/** How many days are looked at where nothing else is said. */
export const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;

/** What an address says; what it says wrongly counts as not said. */
export function readDays(said: string | undefined): number {
  const days = Number(said);
  return Number.isInteger(days) && days >= 1 && days <= MAX_DAYS ? days : DEFAULT_DAYS;
}
