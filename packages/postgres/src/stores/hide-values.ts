import { DrizzleQueryError } from "../drizzle.ts";

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
const UNIQUE_VIOLATION = "23505";

/** The store, its errors without the values of the failed statement: those are what people and agents wrote, and sealed keys. */
export function hideValues<Store extends object>(store: Store): Store {
  const guarded = Object.entries(store).map(([name, method]) => [name, guard(method)]);
  return Object.fromEntries(guarded) as Store;
}

function guard(method: (...args: unknown[]) => unknown) {
  return async (...args: unknown[]) => {
    try {
      return await method(...args);
    } catch (error) {
      throw error instanceof DrizzleQueryError ? withoutValues(error) : error;
    }
  };
}

function withoutValues(error: InstanceType<typeof DrizzleQueryError>): Error {
  return Object.assign(
    new Error(`a statement on the database failed: ${error.cause?.message || "no reason given"}`),
    violation(error),
  );
}

/** PostgreSQL's or Node's code of a failure, and the constraint that was violated, whether the query builder wrapped it or not. */
export function violation(error: unknown): { code?: string; constraint?: string } {
  const inner = (error instanceof DrizzleQueryError ? error.cause : error) as
    | { code?: string; constraint?: string }
    | undefined;
  return { code: inner?.code, constraint: inner?.constraint };
}

/** Whether what was to be stored is there already, by something that is nobody's twice. */
export function isTaken(error: unknown): boolean {
  return violation(error).code === UNIQUE_VIOLATION;
}
