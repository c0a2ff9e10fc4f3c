import { customType, timestamp } from "../drizzle.ts";

export const time = (name: string) => timestamp(name, { withTimezone: true });
export const createdAt = () => time("created_at").defaultNow().notNull();
export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
