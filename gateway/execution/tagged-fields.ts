import type { GraphQLSchema } from "graphql";
import { type DocumentNode, isAbstractType, Kind, parse, TypeInfo, visit, visitWithTypeInfo } from "graphql";

/** The fields ("Movie.viewerRating") that the supergraph tags: `@tag(name: "viewer")`, which depend on who asks, say. */
export function findTaggedFields(supergraphSdl: string, tag: string): ReadonlySet<string> {
  const fields = new Set<string>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    FieldDefinition(field, _key, _parent, _path, ancestors) {
      const type = ancestors.at(-1);
      const tagged = field.directives?.some(
        ({ name, arguments: given }) =>
          name.value === "tag" &&
          given?.some((argument) => argument.value.kind === Kind.STRING && argument.value.value === tag),
      );
      if (tagged && type !== undefined && "kind" in type && "name" in type && type.name !== undefined) {
        fields.add(`${type.name.value}.${field.name.value}`);
      }
    },
  });
  return fields;
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
