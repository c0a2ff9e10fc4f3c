import { finished } from "node:stream/promises";
import type pg from "pg";
import { type CopyStreamQuery, from as copyFrom } from "pg-copy-streams";
import type { DatabaseContents } from "./database-contents.ts";
import { malformed } from "./malformed.ts";
import { copyOf } from "./with-database-snapshot.ts";

export interface RowLoader {
  /** A piece of a table's rows. All of a table is one statement: rows refer to others further down. */
  put(table: string, rows: Buffer): Promise<void>;
  /** After the last piece. */
  end(): Promise<void>;
}

interface Copying {
  table: string;
  stream: CopyStreamQuery;
  done: Promise<void>;
}

/** Loads rows into these tables, one after the other. Rejects with what PostgreSQL says of them. */
export function loadRows(client: pg.Client, tables: DatabaseContents["tables"]): RowLoader {
  let copying: Copying | null = null;
  const end = async () => {
    copying?.stream.end();
    await copying?.done;
    copying = null;
  };
  return {
    async put(table, rows) {
      if (copying?.table !== table) {
        await end();
        copying = begin(client, tables.find(({ name }) => name === table) ?? null, table);
      }
      const { stream, done } = copying;
      await Promise.race([done, new Promise((resolve) => stream.write(rows, resolve))]);
    },
    end,
  };
}

function begin(client: pg.Client, table: DatabaseContents["tables"][number] | null, name: string): Copying {
  if (table === null) {
    throw malformed("it has rows of a table that it doesn't name");
  }
  const stream = client.query(copyFrom(`${copyOf(table)} from stdin`));
  const done = finished(stream);
  done.catch(() => undefined);
  return { table: name, stream, done };
}
