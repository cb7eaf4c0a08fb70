import { type DocumentNode, Kind, type SelectionNode, type SelectionSetNode } from "graphql";

/** How large an operation is once its fragments stand where they are spread. */
export interface OperationSize {
  /** Fields within fields; introspection does not count, graphql-js bounds it. */
  depth: number;
  fields: number;
  aliases: number;
  rootFields: number;
  directives: number;
}

const NOTHING: OperationSize = { depth: 0, fields: 0, aliases: 0, rootFields: 0, directives: 0 };

/** Measures selections in time proportional to the document: each fragment once, and a cycle of fragments not at all. */
export function createOperationMeter(document: DocumentNode): (selections: SelectionSetNode) => OperationSize {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  }
  const measured = new Map<string, OperationSize>();

  function measureFragment(name: string): OperationSize {
    const known = measured.get(name);
    if (known !== undefined) return known;
    // Holds while its own selections are measured: a fragment that comes back to itself ends here.
    measured.set(name, NOTHING);
    const selections = fragments.get(name);
    const size = selections === undefined ? NOTHING : measure(selections);
    measured.set(name, size);
    return size;
  }

  function measureSelection(selection: SelectionNode): OperationSize {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind === Kind.FRAGMENT_SPREAD) return plus(measureFragment(selection.name.value), directives);
    if (selection.kind === Kind.INLINE_FRAGMENT) return plus(measure(selection.selectionSet), directives);
    const inner = selection.selectionSet === undefined ? NOTHING : measure(selection.selectionSet);
    const introspection = selection.name.value.startsWith("__");
    return {
      depth: introspection ? 0 : 1 + inner.depth,
      fields: 1 + inner.fields,
      aliases: inner.aliases + (selection.alias === undefined ? 0 : 1),
      rootFields: 1,
      directives: inner.directives + directives,
    };
  }

  function measure(selectionSet: SelectionSetNode): OperationSize {
    return selectionSet.selections.map(measureSelection).reduce(
      (all, one) => ({
        depth: Math.max(all.depth, one.depth),
        fields: all.fields + one.fields,
        aliases: all.aliases + one.aliases,
        rootFields: all.rootFields + one.rootFields,
        directives: all.directives + one.directives,
      }),
      NOTHING,
    );
  }
  return measure;
}

function plus(size: OperationSize, directives: number): OperationSize {
  return { ...size, directives: size.directives + directives };
}
