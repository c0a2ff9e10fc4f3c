import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Database } from "@catalyst/postgres";

export const TEST_SECRET = "5".repeat(64);

export interface TestSession {
  id: string;
  /** For `authorization: Bearer …`. */
  bearer: string;
}

/** Signs a person in at a test's server, as if they had come in by the door. */
export async function signInForTest({ pool }: Pick<Database, "pool">, userId: string): Promise<TestSession> {
  const token = randomBytes(16).toString("hex");
  const hash = createHash("sha256").update(token).digest("hex");
  const { rows } = await pool.query<{ id: string }>(
    "insert into sessions (user_id, token, expires_at) values ($1, $2, now() + interval '1 day') returning id",
    [userId, hash],
  );
  const signature = createHmac("sha256", TEST_SECRET).update(token).digest("base64");
  return { id: rows[0]?.id as string, bearer: `${token}.${signature}` };
}
