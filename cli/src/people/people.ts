import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import { readId } from "../api/read-id.ts";
import type { CliContext } from "../cli-context.ts";
import { showList } from "../output/show-list.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatAge } from "../output/words/format-quantity.ts";
import type { Role } from "../teams/read-role.ts";

type Asked = { isJson: boolean };

export async function listPeople({ isJson }: Asked, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listPeople", {});
  const now = new Date();
  showList(
    data,
    { isJson, output: context.output },
    {
      head: ["login", "name", "since"],
      none: "Nobody may sign in yet. Invite somebody: catalyst people invite <name>",
      row: ({ login, name, createdAt }) => [
        cleanTerminalLine(login, 60),
        cleanTerminalLine(name, 60),
        formatAge(new Date(createdAt), now),
      ],
    },
  );
}

interface Invited extends Asked {
  name: string;
  team?: string;
  role: Role;
}

export async function invitePerson({ name, team, role, isJson }: Invited, context: CliContext): Promise<void> {
  const { output } = context;
  if (name.trim() === "") {
    throw new CatalystError("invalid_input", "Inviting somebody failed: the name is empty. Say for whom the link is.");
  }
  const client = await openApi(context);
  const { invitation, url } =
    team === undefined
      ? await client.call("createInvitation", { body: { name } })
      : await client.call("inviteMember", { params: { team }, body: { name, role } });
  if (isJson) {
    output.json({ ...invitation, url });
    return;
  }
  output.say(
    `Whoever opens this link first, within 7 days, is ${cleanTerminalLine(invitation.name, 100)}${team === undefined ? "" : ` in the team ${team}, as ${role}`}. Send it to nobody else:`,
  );
  output.data(url);
}

export async function listInvitations({ team, isJson }: Asked & { team?: string }, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { data } =
    team === undefined
      ? await client.call("listInvitations", {})
      : await client.call("listTeamInvitations", { params: { team } });
  const now = new Date();
  showList(
    data,
    { isJson, output: context.output },
    {
      head: ["id", "for", "as", "invited"],
      none: "No invitations are open. Invite somebody: catalyst people invite <name>",
      row: ({ id, name, role, createdAt }) => [
        id,
        cleanTerminalLine(name, 60),
        role ?? "-",
        formatAge(new Date(createdAt), now),
      ],
    },
  );
}

export async function withdrawInvitation(
  { id, team }: { id: string; team?: string },
  context: CliContext,
): Promise<void> {
  const invitation = readId(id, { attempt: "Withdrawing an invitation", of: "an invitation", list: "invitations" });
  const client = await openApi(context);
  await (team === undefined
    ? client.call("removeInvitation", { params: { invitation } })
    : client.call("removeTeamInvitation", { params: { team, invitation } }));
  context.output.data("The invitation is withdrawn.");
}

export async function removePerson(
  { login, heir }: { login: string; heir?: string },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  await client.call("removePerson", { params: { login }, query: heir === undefined ? {} : { heir } });
  const rest = heir === undefined ? "What they owned has ended." : `What they owned is ${heir}'s.`;
  context.output.data(`${login} is removed. ${rest}`);
}

/** For somebody who lost their password. */
export async function resetPassword({ login, isJson }: Asked & { login: string }, context: CliContext): Promise<void> {
  const { output } = context;
  const client = await openApi(context);
  const { url } = await client.call("createResetLink", { params: { login } });
  if (isJson) {
    output.json({ login, url });
    return;
  }
  output.say(
    `Whoever opens this link within an hour gives ${login} another password, once, and signs them out everywhere. Send it to nobody else:`,
  );
  output.data(url);
}
