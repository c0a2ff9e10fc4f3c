import { sql } from "../drizzle.ts";

/** When what lasts for so long from now is over, by the database's clock. */
export const endOf = (seconds: number) => sql`now() + make_interval(secs => ${seconds})`;
