import { z } from "zod";
import type { ClusterConnection } from "../client/connect-cluster.ts";
import type { RoleRules } from "../rights/roles.ts";

const REVIEWS = "/apis/authorization.k8s.io/v1";
const Review = z.object({ status: z.object({ allowed: z.boolean() }) });

export interface Reviewing {
  connection: ClusterConnection;
  namespace: string;
  /** As the API server knows them; null: whoever asks. */
  user: string | null;
}

interface Right {
  group: string;
  resource: string;
  verb: string;
  namespace?: string;
  name?: string;
}

/** Which of these the user may not, in the API server's own word: `verb resource`. Throws `ClusterFault`. */
export async function findMissingRights(
  { cluster, home }: Pick<RoleRules, "cluster" | "home">,
  reviewing: Reviewing,
): Promise<string[]> {
  const { namespace } = reviewing;
  const rights = [...cluster.flatMap((rule) => rightsOf(rule)), ...home.flatMap((rule) => rightsOf(rule, namespace))];
  const found = await Promise.all(rights.map(async (right) => ({ right, isAllowed: await review(right, reviewing) })));
  return found.filter(({ isAllowed }) => !isAllowed).map(({ right }) => `${right.verb} ${right.resource}`);
}

function rightsOf(rule: RoleRules["home"][number], namespace?: string): Right[] {
  const names = rule.resourceNames ?? [undefined];
  return rule.apiGroups.flatMap((group) =>
    rule.resources.flatMap((resource) =>
      rule.verbs.flatMap((verb) =>
        names.map((name) => ({
          ...{ group, resource, verb },
          ...(namespace === undefined ? {} : { namespace }),
          ...(name === undefined ? {} : { name }),
        })),
      ),
    ),
  );
}

async function review({ resource: said, ...right }: Right, { connection, user }: Reviewing): Promise<boolean> {
  const [resource = "", subresource] = said.split("/");
  const resourceAttributes = { ...right, resource, ...(subresource === undefined ? {} : { subresource }) };
  const kind = user === null ? "SelfSubjectAccessReview" : "SubjectAccessReview";
  const answer = await connection.send({
    method: "POST",
    path: `${REVIEWS}/${kind.toLowerCase()}s`,
    body: {
      ...{ apiVersion: "authorization.k8s.io/v1", kind },
      spec: { resourceAttributes, ...(user === null ? {} : { user }) },
    },
  });
  return Review.safeParse(answer).data?.status.allowed ?? false;
}
