import { createRequire } from "node:module";

/**
 * What we use of the query builder. It is loaded in CommonJS: for each of its hundred modules in the other form Node parses
 * the library's package.json of 180 KB anew, which is half of what the start of a command costs.
 */
const load = createRequire(import.meta.url);
const orm: typeof import("drizzle-orm") = load("drizzle-orm");
const errors: typeof import("drizzle-orm/errors") = load("drizzle-orm/errors");
const driver: typeof import("drizzle-orm/node-postgres") = load("drizzle-orm/node-postgres");
const migrator: typeof import("drizzle-orm/node-postgres/migrator") = load("drizzle-orm/node-postgres/migrator");
const core: typeof import("drizzle-orm/pg-core") = load("drizzle-orm/pg-core");

export const {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  ne,
  notExists,
  notInArray,
  or,
  sql,
} = orm;
export const { DrizzleQueryError } = errors;
export const { drizzle } = driver;
export const { migrate } = migrator;
export const {
  alias,
  bigint,
  boolean,
  check,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} = core;
