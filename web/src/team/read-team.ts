import type { Team } from "@catalyst/api";
import { cookies } from "next/headers";
import { cache } from "react";
import { serverClient } from "../api/server-client.ts";
import { chosenTeam } from "./chosen-team.ts";
import { TEAM_COOKIE } from "./team-cookie.ts";

export interface LookedAt {
  /** All that whoever looks is in; none where that can't be told just now. */
  teams: Team[];
  /** The one whose tasks and projects they look at; null: all of them, and their own. */
  team: Team | null;
}

/** Of which team the frame and its pages tell, asked once for all of a page. */
export const readTeam = cache(async (): Promise<LookedAt> => {
  const [kept, teams] = await Promise.all([
    cookies(),
    serverClient()
      .call("listTeams", {})
      .then(
        ({ data }) => data,
        () => [],
      ),
  ]);
  return { teams, team: chosenTeam(teams, kept.get(TEAM_COOKIE)?.value) };
});
