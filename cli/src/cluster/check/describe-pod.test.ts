import { expect, test } from "vitest";
import { describePod, PodState } from "./describe-pod.ts";

const describe = (status: object) => describePod(PodState.parse({ metadata: { name: "p" }, status }));
const container = (fields: object) => ({ name: "server", image: "registry.example/x:1", ...fields });

test.each<[object, string | null]>([
  [{}, null],
  [{ containerStatuses: [container({ ready: true, state: { running: {} } })] }, null],
  [
    { conditions: [{ type: "PodScheduled", status: "False", message: "0/3 nodes: insufficient memory" }] },
    "no node takes it: 0/3 nodes: insufficient memory",
  ],
  [
    {
      containerStatuses: [
        container({ state: { waiting: { reason: "ImagePullBackOff", message: "manifest unknown" } } }),
      ],
    },
    "the image registry.example/x:1 can't be had: manifest unknown",
  ],
  [
    {
      containerStatuses: [
        container({
          state: { waiting: { reason: "CrashLoopBackOff", message: "back-off" } },
          lastState: {
            terminated: { exitCode: 1, message: '{"level":30}\n{"msg":"Connecting to db failed: refused"}\n' },
          },
        }),
      ],
    },
    "server ended with 1: Connecting to db failed: refused",
  ],
  [
    {
      initContainerStatuses: [
        container({ name: "keys", state: { terminated: { exitCode: 78, message: "no sealer" } } }),
      ],
    },
    "keys ended with 78: no sealer",
  ],
  [
    {
      containerStatuses: [
        container({ state: { waiting: { reason: "CreateContainerConfigError", message: 'secret "db" not found' } } }),
      ],
    },
    'server waits: secret "db" not found',
  ],
])("%j is told in one sentence", (status, sentence) => {
  expect(describe(status)).toBe(sentence);
});
