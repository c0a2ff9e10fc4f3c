import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MIGRATIONS_FOLDER, readMigrations } from "./migrate-database.ts";

/** What came before there was anything to be replaced while it runs. */
const LAST_FREE = "0030_plan_spendings_once";

/** What a program of the version before may still read, write or call goes, is called otherwise, or has to be written. */
const CONTRACTS: readonly RegExp[] = [
  /\bdrop\s+(table|view|materialized\s+view|type|function|procedure|trigger|sequence|schema)\b/i,
  /\bdrop\s+column\b/i,
  /\brename\s+(to|column|value|constraint)\b/i,
  /\bset\s+not\s+null\b/i,
  /\b(set\s+data\s+)?type\s+\S+\s+using\b|\bset\s+data\s+type\b/i,
  /\bdrop\s+default\b/i,
  /\badd\s+column\s+(?:(?!\bdefault\b|\bgenerated\b|,|;).)*\bnot\s+null(?!(?:(?!,|;).)*\b(default|generated)\b)/is,
];

/** A statement says by this comment why nobody needs any more what it takes away. */
const EXCUSED = /--\s*contracts:\s*\S/i;

/** What is refused of rows: a program of the version before may write such ones, unless they have something that it doesn't know. */
const REFUSES = /\badd\s+constraint\b|\bcreate\s+unique\s+index\b/i;
const NEW = /\b(?:create\s+table|add\s+column)\s+(?:if\s+not\s+exists\s+)?"(\w+)"/gi;

function contractionsOf(migration: string): string[] {
  const known = [...migration.matchAll(NEW)].map(([, name]) => `"${name}"`);
  const refuses = (statement: string) =>
    REFUSES.test(statement) && !known.some((name) => statement.replace(/\bconstraint\s+"\w+"/i, "").includes(name));
  return migration
    .split("--> statement-breakpoint")
    .map((statement) => statement.trim())
    .filter((statement) => !EXCUSED.test(statement))
    .filter((statement) => refuses(statement) || CONTRACTS.some((one) => one.test(statement)));
}

test.each([
  'DROP TABLE "outbox";',
  'ALTER TABLE "outbox" DROP COLUMN "lane";',
  'ALTER TABLE "outbox" RENAME COLUMN "lane" TO "way";',
  'ALTER TABLE "outbox" RENAME TO "effects";',
  'ALTER TABLE "outbox" ALTER COLUMN "lane" SET NOT NULL;',
  'ALTER TABLE "outbox" ALTER COLUMN "lane" SET DATA TYPE integer;',
  'ALTER TABLE "outbox" ALTER COLUMN "lane" DROP DEFAULT;',
  'ALTER TABLE "outbox" ADD COLUMN "way" text NOT NULL;',
  'DROP FUNCTION "sum_of_spendings"(double precision);',
  'ALTER TABLE "outbox" ADD CONSTRAINT "outbox_once" UNIQUE("task_id","kind");',
  'ALTER TABLE "outbox" ADD CONSTRAINT "outbox_lanes" CHECK ("lane" <> 0);',
  'CREATE UNIQUE INDEX "outbox_once" ON "outbox" USING btree ("task_id");',
])("%s takes something away from a program that runs", (statement) => {
  expect(contractionsOf(statement)).toEqual([statement]);
  expect(contractionsOf(`-- contracts: nothing asks for it since 0.3\n${statement}`)).toEqual([]);
});

test.each([
  'CREATE TABLE "outbox" ("lane" text NOT NULL);',
  'ALTER TABLE "outbox" ADD COLUMN "way" text;',
  'ALTER TABLE "outbox" ADD COLUMN "way" text DEFAULT \'any\' NOT NULL;',
  'ALTER TABLE "outbox" ADD COLUMN "way" text NOT NULL DEFAULT \'any\';',
  'ALTER TABLE "outbox" ALTER COLUMN "lane" DROP NOT NULL;',
  'DROP INDEX "outbox_due";',
  'ALTER TABLE "outbox" ADD COLUMN "way" text;--> statement-breakpoint\nCREATE UNIQUE INDEX "ways" ON "outbox" ("way");',
  'CREATE TABLE "ways" ("id" uuid);--> statement-breakpoint\nALTER TABLE "ways" ADD CONSTRAINT "x" CHECK ("id" <> null);',
])("%s takes nothing away", (statement) => {
  expect(contractionsOf(statement)).toEqual([]);
});

test("migrations expand: a program of the version before goes on beside the present one", () => {
  const tags = readMigrations().map(({ tag }) => tag);
  expect(tags).toContain(LAST_FREE);
  const later = tags.slice(tags.indexOf(LAST_FREE) + 1);
  const found = later.flatMap((tag) =>
    contractionsOf(readFileSync(join(MIGRATIONS_FOLDER, `${tag}.sql`), "utf8")).map(
      (statement) => `${tag}: ${statement}`,
    ),
  );
  expect(found).toEqual([]);
});
