import { expect, test } from "vitest";
import { chosenTeam } from "./chosen-team.ts";

const TEAMS = [{ slug: "crimson" }, { slug: "turquoise" }];

test("a team that was chosen is looked at as long as one is in it, and in another", () => {
  expect(chosenTeam(TEAMS, "turquoise")).toEqual({ slug: "turquoise" });
  expect(chosenTeam(TEAMS, "left")).toBeNull();
  expect(chosenTeam(TEAMS, undefined)).toBeNull();
  expect(chosenTeam(TEAMS.slice(0, 1), "crimson")).toBeNull();
});
