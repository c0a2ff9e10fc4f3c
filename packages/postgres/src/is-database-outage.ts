/** SQLSTATE classes of what passes: connections (08), resources (53), an operator's hand (57), the system (58). */
const PASSING = /^(?:08|53|57|58)[0-9A-Z]{3}$/;
/** The transaction lost against another one: deadlock, serialization, or because its process stood still. */
const LOST = ["40001", "40P01", "25P03"];
/** What tells by its words alone; a server that is down has no socket. */
const BROKEN =
  /connect ENOENT|Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|Query read timeout/;
const SYSTEM = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN"];

/** Whether an error of a store says that the database is away, not that the statement is wrong. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const { code = "" } = error as NodeJS.ErrnoException;
  return PASSING.test(code) || LOST.includes(code) || SYSTEM.includes(code) || BROKEN.test(error.message);
}
