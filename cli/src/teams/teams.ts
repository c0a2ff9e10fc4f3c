import type { Team } from "@catalyst/api";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { showList } from "../output/show-list.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatAge } from "../output/words/format-quantity.ts";
import { readRole } from "./read-role.ts";

type Asked = { isJson: boolean };

export async function listTeams({ isJson }: Asked, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listTeams", {});
  showTeams(data, { isJson }, context);
}

export async function createTeam(
  { slug, name, isJson }: Asked & { slug: string; name: string | null },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  showTeams([await client.call("createTeam", { body: { slug, name } })], { isJson }, context);
}

export async function renameTeam(
  { team, slug, name, isJson }: Asked & { team: string; slug: string | undefined; name: string | undefined },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  const body = { ...(slug === undefined ? {} : { slug }), ...(name === undefined ? {} : { name }) };
  showTeams([await client.call("renameTeam", { params: { team }, body })], { isJson }, context);
}

export async function listMembers({ team, isJson }: Asked & { team: string }, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listMembers", { params: { team } });
  const now = new Date();
  showList(
    data,
    { isJson, output: context.output },
    {
      head: ["login", "role", "since", "name"],
      none: "Nobody is in it.",
      row: ({ login, role, since, name }) => [
        cleanTerminalLine(login, 60),
        role,
        formatAge(new Date(since), now),
        cleanTerminalLine(name, 60),
      ],
    },
  );
}

export async function changeRole(
  { team, login, role }: { team: string; login: string; role: string },
  context: CliContext,
): Promise<void> {
  const body = { role: readRole(role, "Changing a member's role") };
  const client = await openApi(context);
  const member = await client.call("changeMember", { params: { team, login }, body });
  context.output.data(`${cleanTerminalLine(member.login, 60)} is ${member.role} of ${team}.`);
}

/** `login` null: whoever asks leaves. */
export async function removeMember(
  { team, login }: { team: string; login: string | null },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  const gone = login ?? (await client.call("getMe", {})).login;
  await client.call("removeMember", { params: { team, login: gone } });
  context.output.data(login === null ? `You have left ${team}.` : `${gone} is in ${team} no more.`);
}

function showTeams(teams: Team[], { isJson }: Asked, { output }: CliContext): void {
  showList(
    teams,
    { isJson, output },
    {
      head: ["team", "you are", "name"],
      none: "You are in no team. Make one: catalyst teams create <slug>",
      row: ({ slug, role, name }) => [slug, role, cleanTerminalLine(name, 60)],
    },
  );
}
