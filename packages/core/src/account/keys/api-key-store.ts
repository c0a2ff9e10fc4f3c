import type { CountLimit } from "../count-limit.ts";
import type { ApiKey } from "./api-key.ts";

export interface ApiKeyStore {
  /** Throws `conflict` where the person has one of this name, and what the limit of one person says. */
  insert(key: ApiKey, hash: Buffer, limit: CountLimit): Promise<void>;
  /** The person's, the newest first. */
  list(userId: string): Promise<ApiKey[]>;
  /** Ends it, and what was opened with it. False: the person has none of this id. */
  end(input: { id: string; userId: string }): Promise<boolean>;
  /** null: there is none, or it has expired. */
  findByHash(hash: Buffer): Promise<ApiKey | null>;
  /** Notes that it was used, once a minute at most. */
  markUsed(id: string): Promise<void>;
}
