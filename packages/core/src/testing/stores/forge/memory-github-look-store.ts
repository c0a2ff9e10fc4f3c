import { randomUUID } from "node:crypto";
import { GitHubLook } from "../../../forge/look/github-look.ts";
import type { GitHubLookStore } from "../../../forge/look/look-store.ts";
import type { Memory, MemoryLook } from "../memory.ts";
import { isFree, lease, renewLease } from "./lease.ts";

type Place = Pick<GitHubLook, "appId" | "subject" | "installationId" | "repositoryId">;

/** What is looked at at GitHubs, in memory. */
export function memoryGitHubLookStore(memory: Memory): GitHubLookStore {
  return {
    async ensure() {
      memory.githubLooks = placesOf(memory).map((place) => {
        const known = memory.githubLooks.find((look) => isSame(look, place));
        return known === undefined ? begin(place, memory.now()) : { ...known, ...place };
      });
    },
    countPlaces: async (appId) =>
      memory.githubLooks.filter((look) => look.appId === appId && look.subject === "repository").length,
    async claimNext({ leaseSeconds }) {
      const now = memory.now();
      const [next] = memory.githubLooks
        .filter((look) => look.dueAt <= now && isFree(look, now))
        .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
      if (next === undefined) {
        return null;
      }
      next.claims += 1;
      lease(next, memory, leaseSeconds);
      return GitHubLook.parse(next);
    },
    renew: async (look, input) => renewLease(findClaimed(memory, look), memory, input),
    async settle(look, outcome) {
      const claimed = findClaimed(memory, look);
      if (claimed === undefined) {
        return false;
      }
      Object.assign(claimed, { leasedUntil: null, dueAt: outcome.dueAt });
      if (outcome.kind === "failed") {
        claimed.failures += 1;
      } else {
        Object.assign(claimed, { failures: 0, marks: outcome.marks });
        claimed.foundAt = outcome.hasFound ? memory.now() : claimed.foundAt;
      }
      return true;
    },
  };
}

function findClaimed(memory: Memory, { id, claims }: Pick<GitHubLook, "id" | "claims">): MemoryLook | undefined {
  return memory.githubLooks.find((look) => look.id === id && look.claims === claims);
}

function placesOf({ githubApps, githubInstallations, githubRepositories }: Memory): Place[] {
  const told = [...githubApps.keys()].map((appId) => ({
    ...{ appId, subject: "deliveries" as const, installationId: null, repositoryId: null },
  }));
  const shown = githubRepositories.filter((repository) => {
    const isHere = (one: Pick<GitHubLook, "appId" | "installationId">) =>
      one.appId === repository.appId && one.installationId === repository.installationId;
    const installation = githubInstallations.find(isHere);
    return githubApps.has(repository.appId) && installation?.suspendedAt === null && !repository.isArchived;
  });
  return [
    ...told,
    ...shown.map(({ appId, installationId, repositoryId }) => ({
      ...{ appId, subject: "repository" as const, installationId, repositoryId },
    })),
  ];
}

function isSame(one: Place, other: Place): boolean {
  return one.appId === other.appId && one.subject === other.subject && one.repositoryId === other.repositoryId;
}

function begin(place: Place, dueAt: Date): MemoryLook {
  return {
    ...{ id: randomUUID(), ...place, marks: {}, claims: 0, failures: 0, foundAt: null },
    ...{ dueAt, leasedUntil: null },
  };
}
