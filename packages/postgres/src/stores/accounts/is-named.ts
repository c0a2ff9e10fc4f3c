import { eq, or, sql } from "../../drizzle.ts";
import { repos } from "../../schema/accounts.ts";

/** Whether a repository has this id, name or address, or one that ends in these whole parts. */
export function isNamed(name: string) {
  const address = sql`regexp_replace(${repos.url}, '[.]git$', '')`;
  return or(
    eq(sql`${repos.id}::text`, name),
    eq(repos.name, name),
    eq(repos.url, name),
    eq(sql`right(${address}, length(${name}) + 1)`, sql`'/' || ${name}`),
  );
}
