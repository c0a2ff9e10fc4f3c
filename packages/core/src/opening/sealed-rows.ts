import { CatalystError } from "../catalyst-error.ts";
import type { OpeningKeys } from "./open-envelope.ts";

/** Rows that can't be opened may be many, and none of them is anybody's any more. */
const MAX_PROBLEMS = 10;

/** How many were wrapped, and why others couldn't be; what was changed meanwhile is neither. */
interface WrappedAnew {
  count: number;
  problems: string[];
}

/** Wraps what is sealed to older keys of the ring for its primary. What doesn't open stays as it is. */
export type WrapAnew = (keys: OpeningKeys) => Promise<WrappedAnew>;

/** Rows of one kind that hold what is sealed to one recipient. */
interface SealedRows<Row> {
  listAll(): Promise<Row[]>;
  /** To which keys it is sealed. */
  keyIdsOf(row: Row): string[];
  /** Throws a CatalystError for what doesn't open. */
  rewrap(row: Row, keys: OpeningKeys): Row;
  /** False: it was changed since. */
  replaceSealed(before: Row, after: Row): Promise<boolean>;
}

export function sealedRows<Row>({ listAll, keyIdsOf, rewrap, replaceSealed }: SealedRows<Row>): WrapAnew {
  return async (keys) => {
    const { id } = keys.ring.primary.publicKey;
    const wrapped: WrappedAnew = { count: 0, problems: [] };
    for (const row of (await listAll()).filter((one) => keyIdsOf(one).some((keyId) => keyId !== id))) {
      try {
        wrapped.count += (await replaceSealed(row, rewrap(row, keys))) ? 1 : 0;
      } catch (error) {
        if (!(error instanceof CatalystError)) {
          throw error;
        }
        wrapped.problems.push(error.message);
      }
    }
    return wrapped;
  };
}

/** One kind after the other. */
export function wrapAll(kinds: readonly WrapAnew[]): WrapAnew {
  return async (keys) => {
    const all: WrappedAnew = { count: 0, problems: [] };
    for (const wrap of kinds) {
      const { count, problems } = await wrap(keys);
      all.count += count;
      all.problems.push(...problems);
    }
    return { ...all, problems: all.problems.slice(0, MAX_PROBLEMS) };
  };
}
