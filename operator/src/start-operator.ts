import { setTimeout as sleep } from "node:timers/promises";
import { type ClusterFault, type EnvironmentResource, LABELS, objectKey } from "@catalyst/kubernetes";
import { ownerOf, sweepOrphan } from "./clean/sweep-orphan.ts";
import { chooseSibling } from "./cluster/choose-sibling.ts";
import { followKind } from "./cluster/follow-kind.ts";
import { type FollowedProject, followProject } from "./cluster/followed-project.ts";
import { KINDS } from "./cluster/kinds.ts";
import { podEvents } from "./cluster/pod-events.ts";
import { readEnvironment } from "./cluster/read-environment.ts";
import type { Pod } from "./judge/read/pod.ts";
import type { FailedCreation } from "./judge/world.ts";
import { holdLease } from "./leadership/hold-lease.ts";
import { ensureNamespace } from "./namespace/ensure-namespace.ts";
import type { StandingNamespace } from "./namespace/standing.ts";
import type { OperatorOptions } from "./operator-options.ts";
import { BANDS, type Clock, type WorkQueue, workQueue } from "./queue/work-queue.ts";
import { reconcileEnvironment } from "./reconcile/reconcile-environment.ts";
import { wakeForQuota } from "./reconcile/wake-for-quota.ts";

const AT_ONCE = 20;
const RESYNC_MILLISECONDS = 600_000;
const ORPHAN = "orphan:";
const PROJECT = "project:";
const LEASE = "catalyst-operator";

/** Waits until it leads, works until the signal or until it leads no more, and says which of both it was. */
export async function startOperator(options: OperatorOptions): Promise<"released" | "lost"> {
  const { connection, home, identity, signal } = options;
  const leading = new AbortController();
  let work: Promise<void> = Promise.resolve();
  const end = await holdLease({
    ...{ connection, namespace: home, name: LEASE, identity, signal, clock: LEASE_CLOCK },
    onLead: () => {
      options.measures?.leads(true);
      work = operate(options, leading.signal);
    },
  });
  leading.abort();
  options.measures?.leads(false);
  await work;
  return end;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};
const LEASE_CLOCK = {
  now: CLOCK.now,
  wait: (milliseconds: number, signal: AbortSignal) =>
    sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

async function operate(options: OperatorOptions, signal: AbortSignal): Promise<void> {
  const { connection, home, onFault } = options;
  const queue = workQueue(CLOCK);
  const failures = new Map<string, FailedCreation>();
  const events = podEvents(connection);
  const all = () => {
    for (const environment of environments.list()) {
      queue.add(objectKey(environment), BANDS.resync);
    }
  };
  const environments = followKind<EnvironmentResource>({
    ...{ connection, resource: KINDS.environments, namespace: home, onFault, signal },
    read: readEnvironment,
    onChange(environment, former) {
      const { metadata } = environment ?? (former as EnvironmentResource);
      if (environment === null) {
        failures.delete(metadata.uid ?? "");
      }
      queue.add(objectKey({ metadata }), metadata.deletionTimestamp === undefined ? BANDS.change : BANDS.end);
    },
  });
  const namespaces = followKind<StandingNamespace>({
    ...{ connection, resource: KINDS.namespaces, namespace: null, onFault, signal },
    ...{ labelSelector: `${LABELS.environments}=true`, onComplete: all },
    onChange(namespace) {
      const project = namespace?.metadata.labels?.[LABELS.project];
      if (project !== undefined) {
        // Pods may be there that nobody's Environment asks for any more.
        projects.of(project);
      }
      all();
    },
    read: ({ metadata, status }) => ({ metadata, status }) as StandingNamespace,
  });
  options.gateway.news.onTrip((podUid) => {
    const tripped = environments.list().filter(({ status }) => status?.pod?.uid === podUid);
    for (const environment of tripped) {
      queue.add(objectKey(environment), BANDS.end);
    }
  });
  const onRoom = (project: string) => wakeForQuota(project, { environments, failures, queue });
  const projects = followProjects({ options, queue, signal, namespaces, onRoom, onChange: all });
  const reconciling = { options, environments, projects, events, failures };
  const resync = setInterval(all, RESYNC_MILLISECONDS);
  const look = async (key: string): Promise<number | null> => {
    if (key.startsWith(PROJECT)) {
      return await projects.mend(key.slice(PROJECT.length));
    }
    if (!key.startsWith(ORPHAN)) {
      return await reconcileEnvironment(key, reconciling);
    }
    const pod = environments.isComplete() ? projects.podOf(key.slice(ORPHAN.length)) : null;
    return pod === null ? null : await sweepOrphan(connection, environments, pod);
  };
  await queue.run((key) => measured(options.measures, queue, () => lookAt(key, { look, queue, onFault })), {
    ...{ atOnce: AT_ONCE, signal },
  });
  clearInterval(resync);
}

async function measured(measures: OperatorOptions["measures"], queue: WorkQueue, look: () => Promise<void>) {
  const began = performance.now();
  await look();
  measures?.looked((performance.now() - began) / 1000);
  measures?.queued(queue.size());
}

interface Looking {
  look: (key: string) => Promise<number | null>;
  queue: WorkQueue;
  onFault: OperatorOptions["onFault"];
}

async function lookAt(key: string, { look, queue, onFault }: Looking): Promise<void> {
  try {
    const again = await look(key);
    queue.forget(key);
    if (again !== null) {
      queue.addAfter(key, again);
    }
  } catch (cause) {
    onFault(cause as Error);
    queue.retry(key);
  }
}

interface FollowingProjects {
  options: OperatorOptions;
  queue: WorkQueue;
  signal: AbortSignal;
  namespaces: ReturnType<typeof followKind<StandingNamespace>>;
  onRoom: (project: string) => void;
  onChange: () => void;
}

/** Each project from the first time on that an Environment of it is looked at. */
function followProjects({ options, queue, signal, namespaces, onRoom, onChange }: FollowingProjects) {
  const { connection, tenancy } = options;
  const followed = new Map<string, FollowedProject>();
  const onFault = (fault: ClusterFault) => options.onFault(fault);
  const onPod = (pod: Pod) => {
    const owner = ownerOf(pod);
    queue.add(`${owner?.home ?? options.home}/${pod.metadata.name}`, BANDS.change);
    queue.add(`${ORPHAN}${objectKey(pod)}`, BANDS.resync);
  };
  return {
    of(project: string): FollowedProject {
      const known = followed.get(project);
      if (known !== undefined) {
        return known;
      }
      const onOther = () => {
        queue.add(`${PROJECT}${project}`, BANDS.change);
        onChange();
      };
      const made = followProject({
        connection,
        project,
        tenancy,
        namespaces,
        onPod,
        onRoom: () => onRoom(project),
        onChange: onOther,
        onFault,
        signal,
      });
      followed.set(project, made);
      return made;
    },
    /** What we made there and somebody changed is put back, whether or not an Environment waits for it. */
    async mend(project: string): Promise<null> {
      const known = followed.get(project);
      if (known?.isComplete() && known.state().kind === "changed") {
        await ensureNamespace(connection, project, tenancy);
      }
      return null;
    },
    siblingOf: (namespace: string) => chooseSibling([...followed.values()], namespace),
    ensure: (project: string) => ensureNamespace(connection, project, tenancy),
    podOf(key: string): Pod | null {
      for (const { pods } of followed.values()) {
        const pod = pods.get(key);
        if (pod !== null) {
          return pod;
        }
      }
      return null;
    },
  };
}
