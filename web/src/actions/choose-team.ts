"use server";

import { cookies } from "next/headers";
import { TEAM_COOKIE } from "../team/team-cookie.ts";
import type { Result } from "./result.ts";

const YEAR_SECONDS = 365 * 24 * 3600;

/** Keeps in this browser of which team pages tell; null: of all. A slug that one isn't in the team of counts as none. */
export async function chooseTeam(slug: string | null): Promise<Result<null>> {
  const kept = await cookies();
  if (slug === null) {
    kept.delete(TEAM_COOKIE);
  } else {
    kept.set(TEAM_COOKIE, slug.slice(0, 255), { path: "/", httpOnly: true, sameSite: "lax", maxAge: YEAR_SECONDS });
  }
  return { ok: true, value: null };
}
