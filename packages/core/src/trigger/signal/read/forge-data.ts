import { z } from "zod";
import type { SignalAccount } from "../signal.ts";

/** As long as GitHub lets a text be. */
const MAX_TEXT_LENGTH = 65_536;
const MAX_HUNK_LENGTH = 8_192;

/** A number of GitHub's own; as text, as we never calculate with it. */
export const ForgeId = z.int().positive().transform(String);
export const ForgeCommit = z.string().regex(/^[0-9a-f]{40,64}$/);
export const ForgeName = z.string().min(1).max(255);
export const ForgeText = z
  .string()
  .nullish()
  .transform((text) => (text ?? "").slice(0, MAX_TEXT_LENGTH));
export const ForgeHunk = z
  .string()
  .nullish()
  .transform((text) => (text ?? "").slice(0, MAX_HUNK_LENGTH));
/** Those of years beyond 9999 have another form. */
export const ForgeTime = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const ACCOUNT_KINDS: Readonly<Record<string, SignalAccount["kind"]>> = { User: "person", Bot: "bot" };

export const ForgeAccountData = z
  .object({ id: ForgeId, login: ForgeName, type: z.string().max(50) })
  .transform(({ id, login, type }): SignalAccount => ({ id, login, kind: ACCOUNT_KINDS[type] ?? "other" }));

export const ForgeRepositoryData = z
  .object({
    id: ForgeId,
    name: ForgeName,
    owner: z.object({ login: ForgeName }),
    archived: z.boolean().nullish(),
    private: z.boolean().nullish(),
  })
  .transform(({ id, name, owner, archived, private: isPrivate }) => ({
    ...{ id, name, owner: owner.login, isArchived: archived === true },
    isPrivate: isPrivate === true,
  }));

export const ForgeNumber = z.int().positive().max(2_147_483_647);

/** What issues and pull requests have in common. */
export const ForgeSubjectData = z
  .object({
    number: ForgeNumber,
    body: ForgeText,
    created_at: ForgeTime,
    updated_at: ForgeTime,
    closed_at: ForgeTime.nullish(),
    merged: z.boolean().nullish(),
  })
  .transform(({ number, body, merged, ...times }) => ({
    number,
    text: body,
    createdAt: times.created_at,
    updatedAt: times.updated_at,
    closedAt: times.closed_at ?? null,
    isMerged: merged === true,
  }));
