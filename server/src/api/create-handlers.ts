import packageFile from "../../package.json" with { type: "json" };
import { agentHandlers } from "../agents/agent-handlers.ts";
import { credentialHandlers } from "../credentials/credential-handlers.ts";
import { pairHandlers } from "../credentials/pair-handlers.ts";
import { githubAppHandlers } from "../github/apps/app-handlers.ts";
import { githubLinkHandlers } from "../github/links/link-handlers.ts";
import { githubMissedHandlers } from "../github/missed/missed-handlers.ts";
import { githubTriggerHandlers } from "../github/triggers/trigger-handlers.ts";
import { githubWatchHandlers } from "../github/watches/watch-handlers.ts";
import { keyHandlers } from "../keys/key-handlers.ts";
import { measurementHandler } from "../metrics/measurement-handler.ts";
import { destinationHandlers } from "../notifications/destination-handlers.ts";
import { notificationHandlers } from "../notifications/notification-handlers.ts";
import { invitationHandlers } from "../people/invitation-handlers.ts";
import { peopleHandlers } from "../people/people-handlers.ts";
import { repositoryHandlers } from "../repositories/repository-handlers.ts";
import type { ServerDeps } from "../server-deps.ts";
import { settingHandlers } from "../settings/setting-handlers.ts";
import { actHandlers } from "../tasks/act-handlers.ts";
import { overviewHandlers } from "../tasks/overview-handlers.ts";
import { taskHandlers } from "../tasks/task-handlers.ts";
import { projectHandlers } from "../teams/project-handlers.ts";
import { teamHandlers } from "../teams/team-handlers.ts";
import { wishHandlers } from "../wishes/wish-handlers.ts";
import { describeContract } from "./describe-contract.ts";
import type { Handlers } from "./handler.ts";

export function createHandlers(deps: ServerDeps): Handlers {
  return {
    ...taskHandlers(deps),
    ...overviewHandlers(deps),
    ...actHandlers(deps),
    ...credentialHandlers(deps),
    ...pairHandlers(deps),
    ...repositoryHandlers(deps),
    ...settingHandlers(deps),
    ...teamHandlers(deps),
    ...projectHandlers(deps),
    ...keyHandlers(deps),
    ...destinationHandlers(deps),
    ...githubAppHandlers(deps),
    ...githubMissedHandlers(deps),
    ...githubTriggerHandlers(deps),
    ...githubLinkHandlers(deps),
    ...githubWatchHandlers(deps),
    ...notificationHandlers(deps),
    ...agentHandlers(deps),
    ...wishHandlers(deps),
    ...peopleHandlers(deps),
    ...invitationHandlers(deps),
    getHealth: async () => ({ status: "ok", version: packageFile.version }),
    getMachine: async (_request, { actor }) => (actor.kind === "machine_owner" ? describeMachine(deps) : ELSEWHERE),
    noteMeasurements: measurementHandler(deps),
    getContract: async () => ({ ...describeContract() }),
  };
}

const ELSEWHERE = { keptFolder: null, address: null, github: null };

function describeMachine({ home, signIn }: ServerDeps) {
  return { keptFolder: home, address: signIn.address(), github: signIn.github?.url ?? null };
}
