import {
  type Invitation,
  invite,
  inviteToTeam,
  listInvitations,
  listTeamInvitations,
  withdrawInvitation,
  withdrawTeamInvitation,
} from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import { PAGES_PATH } from "./pages-path.ts";

type InvitationHandlers = Pick<
  Handlers,
  | "listInvitations"
  | "createInvitation"
  | "removeInvitation"
  | "listTeamInvitations"
  | "inviteMember"
  | "removeTeamInvitation"
>;

/** Links that let people in, to the server or into a team. */
export function invitationHandlers(deps: ServerDeps): InvitationHandlers {
  const withLink = async (make: () => Promise<{ invitation: Invitation; token: string }>) => {
    const publicUrl = deps.signIn.publicUrl();
    const { invitation, token } = await make();
    return { invitation: present(invitation), url: `${publicUrl}${PAGES_PATH}/invitation?token=${token}` };
  };
  return {
    listInvitations: async (_request, { actor }) => ({ data: (await listInvitations({ actor }, deps)).map(present) }),
    createInvitation: ({ body }, { actor }) => withLink(() => invite({ actor, ...body }, deps)),
    removeInvitation: async ({ params }, { actor }) => {
      await withdrawInvitation({ actor, id: params.invitation }, deps);
      return null;
    },
    listTeamInvitations: async ({ params }, { actor }) => ({
      data: (await listTeamInvitations({ actor, ...params }, deps)).map(present),
    }),
    inviteMember: ({ params, body }, { actor }) => withLink(() => inviteToTeam({ actor, ...params, ...body }, deps)),
    removeTeamInvitation: async ({ params: { team, invitation: id } }, { actor }) => {
      await withdrawTeamInvitation({ actor, team, id }, deps);
      return null;
    },
  };
}

function present({ id, name, role, createdAt, expiresAt }: Invitation) {
  return { id, name, role, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
