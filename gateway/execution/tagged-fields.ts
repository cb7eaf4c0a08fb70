import type { GraphQLSchema } from "graphql";
import { type DocumentNode, isAbstractType, Kind, parse, TypeInfo, visit, visitWithTypeInfo } from "graphql";

const NONE: ReadonlySet<string> = new Set();

/** By tag, the fields ("Movie.viewerRating") that the supergraph tags with it: `@tag(name: "viewer")`, which depend on who asks, say. */
export function findTaggedFields(supergraphSdl: string): (tag: string) => ReadonlySet<string> {
  const fields = new Map<string, Set<string>>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    FieldDefinition(field, _key, _parent, _path, ancestors) {
      const type = ancestors.at(-1);
      if (type === undefined || !("kind" in type && "name" in type) || type.name === undefined) return;
      for (const { name, arguments: given = [] } of field.directives ?? []) {
        for (const { value } of name.value === "tag" ? given : []) {
          if (value.kind !== Kind.STRING) continue;
          const tagged = fields.get(value.value) ?? new Set<string>();
          fields.set(value.value, tagged.add(`${type.name.value}.${field.name.value}`));
        }
      }
    },
  });
  return (tag) => fields.get(tag) ?? NONE;
}

/** Whether a document selects such a field, anywhere. A field of an interface counts when any type behind it has it tagged. */
export function selectsTaggedField(
  schema: GraphQLSchema,
  tagged: ReadonlySet<string>,
  document: DocumentNode,
): boolean {
  let found = false;
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(field) {
        const parent = types.getParentType();
        if (!parent) return;
        const owners = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
        found ||= owners.some((owner) => tagged.has(`${owner.name}.${field.name.value}`));
      },
    }),
  );
  return found;
}
