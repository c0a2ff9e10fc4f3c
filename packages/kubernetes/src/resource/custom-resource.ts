import type { z } from "zod";
import { GROUP, VERSION } from "./names.ts";
import { structuralSchema } from "./structural-schema.ts";

interface Definition<Subresources extends object> {
  names: {
    kind: string;
    listKind: string;
    plural: string;
    singular: string;
    shortNames: string[];
    categories: string[];
  };
  subresources: Subresources;
  columns: object[];
  spec: z.ZodType;
  status: z.ZodType;
}

/** A definition of a resource of ours for the API server, with the schema by which we read it. */
export function customResource<Subresources extends object>({
  names,
  subresources,
  columns,
  spec,
  status,
}: Definition<Subresources>) {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${names.plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope: "Namespaced",
      names,
      versions: [
        {
          ...{ name: VERSION, served: true, storage: true },
          subresources,
          additionalPrinterColumns: columns,
          schema: {
            openAPIV3Schema: {
              type: "object",
              required: ["spec"],
              properties: {
                ...{ apiVersion: { type: "string" }, kind: { type: "string" }, metadata: { type: "object" } },
                ...{ spec: structuralSchema(spec), status: structuralSchema(status) },
              },
            },
          },
        },
      ],
    },
  };
}
