import type { PairKey, PairKeyStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { sql } from "../../drizzle.ts";
import { agentCredentials, gatewayKeys, projectSecrets, recipientKeys } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";
import { SEALED_TO } from "./pair-store.ts";

interface Row extends Record<string, unknown> {
  pair: PairKey["pair"];
  key_id: string;
  created_at: Date | string | null;
  what: PairKey["sealed"][number]["what"] | null;
  count: number;
}

const PAIR_KEYS = sql`
  with known as (
    select 'gateway' as pair, ${gatewayKeys.id} as key_id, ${gatewayKeys.createdAt} as created_at from ${gatewayKeys}
    union all select ${recipientKeys.recipient}, ${recipientKeys.id}, ${recipientKeys.createdAt} from ${recipientKeys}
      where ${recipientKeys.droppedAt} is null
  ), sealed as (
    select 'gateway' as pair, ${agentCredentials.recipientKeyId} as key_id, 'credentials' as what from ${agentCredentials}
    union all select 'gateway', ${projectSecrets.recipientKeyId}, 'secrets' from ${projectSecrets}
    union all select 'worker', key_id, what from (${SEALED_TO.worker}) of_workers where key_id is not null
    union all select 'server', key_id, what from (${SEALED_TO.server}) of_servers where key_id is not null
  )
  select pair, key_id, created_at, what, count(what)::int as count
    from known full join sealed using (pair, key_id)
    group by pair, key_id, created_at, what
    order by pair, created_at desc nulls last, key_id, what`;

/** The keys of all pairs, and what is sealed to each, in PostgreSQL. */
export function postgresPairKeyStore({ drizzle }: Database): PairKeyStore {
  return hideValues<PairKeyStore>({
    async list() {
      const { rows } = await drizzle.execute<Row>(PAIR_KEYS);
      const keys = new Map<string, PairKey>();
      for (const { pair, key_id: keyId, created_at: createdAt, what, count } of rows) {
        const key = keys.get(`${pair} ${keyId}`) ?? {
          ...{ pair, keyId, sealed: [] },
          createdAt: createdAt === null ? null : new Date(createdAt),
        };
        keys.set(`${pair} ${keyId}`, key);
        if (what !== null) {
          key.sealed.push({ what, count });
        }
      }
      return [...keys.values()];
    },
  });
}
