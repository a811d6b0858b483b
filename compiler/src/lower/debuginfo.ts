/**
 * DWARF for a unit, as LLVM metadata: files, functions, locals, types (LangRef, "Specialized Metadata Nodes").
 *
 * Names are the ones in the TypeScript source, without dots, since gdb 13 takes a dot for member access: a method is
 * `Class::method`, as gdb expects of C++.
 */
import type { ClassInfo, FunctionInfo, GlobalInfo, Local, SourceSpan, Type } from "../frontend/tree.ts";
import type { Metadata, MetadataRef } from "../llvm/metadata.ts";
import { alignOf, fieldOffset, layoutOf, sizeOf, tupleLayout } from "./layout.ts";

const keyword = (text: string) => ({ keyword: text });

export class DebugInfo {
  private readonly metadata: Metadata;
  private readonly unit: MetadataRef;
  private readonly directory: string;
  private readonly files = new Map<string, MetadataRef>();
  private readonly classes = new Map<ClassInfo, MetadataRef>();
  private readonly locations = new Map<string, MetadataRef>();

  constructor(metadata: Metadata, file: string, directory: string, optimised: boolean) {
    this.metadata = metadata;
    this.directory = directory;
    this.unit = metadata.special(
      "DICompileUnit",
      {
        language: keyword("DW_LANG_C_plus_plus_14"),
        file: this.file(file),
        producer: "osierc",
        isOptimized: optimised,
        runtimeVersion: 0,
        emissionKind: keyword("FullDebug"),
        nameTableKind: keyword("None"),
      },
      true,
    );
    metadata.append("llvm.dbg.cu", this.unit);
  }

  private file(path: string): MetadataRef {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const ref = this.metadata.special("DIFile", { filename: path, directory: this.directory });
    this.files.set(path, ref);
    return ref;
  }

  private pointer(to: MetadataRef | null): MetadataRef {
    return this.metadata.special("DIDerivedType", {
      tag: keyword("DW_TAG_pointer_type"),
      baseType: to ?? keyword("null"),
      size: 64,
    });
  }
  private basic(name: string, size: number, encoding: string): MetadataRef {
    return this.metadata.special("DIBasicType", { name, size, encoding: keyword(encoding) });
  }
  private members(
    name: string,
    size: number,
    parts: readonly { name: string; type: MetadataRef; size: number; offset: number }[],
  ): MetadataRef {
    const elements = this.metadata.tuple(
      parts.map((p) =>
        this.metadata.special("DIDerivedType", {
          tag: keyword("DW_TAG_member"),
          name: p.name,
          baseType: p.type,
          size: p.size * 8,
          offset: p.offset * 8,
        }),
      ),
    );
    return this.metadata.special("DICompositeType", {
      tag: keyword("DW_TAG_structure_type"),
      name,
      size: size * 8,
      elements,
    });
  }

  /** null: void. */
  type(type: Type): MetadataRef | null {
    switch (type.kind) {
      case "int":
        return this.basic(
          `${type.signed ? "i" : "u"}${type.width}`,
          type.width,
          type.signed ? "DW_ATE_signed" : "DW_ATE_unsigned",
        );
      case "float":
        return this.basic(`f${type.width}`, type.width, "DW_ATE_float");
      case "bool":
        return this.basic("boolean", 8, "DW_ATE_boolean");
      case "void":
      case "never":
      case "null":
        return null;
      case "ptr":
        return this.pointer(this.type(type.to));
      case "class":
        return this.pointer(this.classType(type.of));
      case "embed":
        return this.classType(type.of);
      case "array":
        return this.arrayType(type.of, type.length);
      case "atomic":
      case "mmio":
        return this.type(type.of);
      case "slice":
        return this.members(`Slice<${typeName(type.of)}>`, 16, [
          { name: "ptr", type: this.pointer(this.type(type.of)), size: 8, offset: 0 },
          { name: "length", type: this.basic("u64", 64, "DW_ATE_unsigned"), size: 8, offset: 8 },
        ]);
      case "string":
        return this.members("string", 16, [
          {
            name: "ptr",
            type: this.pointer(this.basic("char", 8, "DW_ATE_signed_char")),
            size: 8,
            offset: 0,
          },
          { name: "length", type: this.basic("u64", 64, "DW_ATE_unsigned"), size: 8, offset: 8 },
        ]);
      case "tuple": {
        const { size, offsets } = tupleLayout(type.elements);
        return this.members(
          typeName(type),
          size,
          type.elements.map((e, i) => ({
            name: `_${i}`,
            type: this.type(e) ?? this.basic("u8", 8, "DW_ATE_unsigned"),
            size: sizeOf(e),
            offset: offsets[i]!,
          })),
        );
      }
      case "text":
      case "closure":
        return this.members(type.kind, 16, [
          { name: "code", type: this.pointer(null), size: 8, offset: 0 },
          { name: "env", type: this.pointer(null), size: 8, offset: 8 },
        ]);
      case "fn":
      case "boxed":
        return this.pointer(null);
    }
  }

  private arrayType(of: Type, length: number): MetadataRef {
    return this.metadata.special("DICompositeType", {
      tag: keyword("DW_TAG_array_type"),
      baseType: this.type(of) ?? keyword("null"),
      size: sizeOf(of) * length * 8,
      elements: this.metadata.tuple([this.metadata.special("DISubrange", { count: length })]),
    });
  }

  private classType(info: ClassInfo): MetadataRef {
    const known = this.classes.get(info);
    if (known !== undefined) return known;
    const ref = this.metadata.reserve();
    this.classes.set(info, ref);
    const members: MetadataRef[] = [];
    if (info.base !== null) {
      members.push(
        this.metadata.special("DIDerivedType", {
          tag: keyword("DW_TAG_inheritance"),
          scope: ref,
          baseType: this.classType(info.base),
          offset: 0,
        }),
      );
    }
    for (const field of info.fields) {
      members.push(
        this.metadata.special("DIDerivedType", {
          tag: keyword("DW_TAG_member"),
          name: field.name,
          scope: ref,
          file: this.file(field.span.file),
          line: field.span.line,
          baseType: this.type(field.type) ?? keyword("null"),
          size: sizeOf(field.type) * 8,
          offset: fieldOffset(field) * 8,
        }),
      );
    }
    const { size, align } = layoutOf(info);
    this.metadata.fill(ref, "DICompositeType", {
      tag: keyword("DW_TAG_class_type"),
      name: info.name,
      file: this.file(info.span.file),
      line: info.span.line,
      size: size * 8,
      align: align * 8,
      elements: this.metadata.tuple(members),
      identifier: info.symbol,
    });
    return ref;
  }

  /** The subprogram of a function that is defined in this unit. */
  subprogram(f: FunctionInfo, optimised: boolean): MetadataRef {
    const types = this.metadata.tuple([
      this.type(f.signature.result),
      ...f.signature.params.map((p) => this.type(p)),
    ]);
    return this.metadata.special(
      "DISubprogram",
      {
        name: f.name.replaceAll(".", "::"),
        linkageName: f.symbol,
        scope: this.file(f.span.file),
        file: this.file(f.span.file),
        line: f.span.line,
        scopeLine: f.span.line,
        type: this.metadata.special("DISubroutineType", { types }),
        spFlags: keyword(optimised ? "DISPFlagDefinition | DISPFlagOptimized" : "DISPFlagDefinition"),
        unit: this.unit,
        flags: keyword("DIFlagPrototyped"),
      },
      true,
    );
  }
  variable(local: Local, scope: MetadataRef): MetadataRef | null {
    const type = this.type(local.type);
    if (type === null) return null;
    return this.metadata.special(
      "DILocalVariable",
      {
        name: local.name,
        arg: local.parameter,
        scope,
        file: this.file(local.span.file),
        line: local.span.line,
        type,
        flags: local.name === "this" ? keyword("DIFlagArtificial | DIFlagObjectPointer") : null,
      },
      true,
    );
  }
  location(span: SourceSpan, scope: MetadataRef): MetadataRef {
    const key = `${span.line}:${span.column}:${scope.node}`;
    const known = this.locations.get(key);
    if (known !== undefined) return known;
    const ref = this.metadata.special("DILocation", { line: span.line, column: span.column, scope });
    this.locations.set(key, ref);
    return ref;
  }
  global(g: GlobalInfo): MetadataRef | null {
    const type = this.type(g.type);
    if (type === null) return null;
    const variable = this.metadata.special(
      "DIGlobalVariable",
      {
        name: g.name,
        linkageName: g.symbol,
        scope: this.unit,
        file: this.file(g.span.file),
        line: g.span.line,
        type,
        isLocal: g.linkage === "internal",
        isDefinition: true,
        align: alignOf(g.type) * 8,
      },
      true,
    );
    return this.metadata.special("DIGlobalVariableExpression", {
      var: variable,
      expr: { keyword: "!DIExpression()" },
    });
  }
  /** The list of globals has to stand in the compile unit, which is made before them. */
  setGlobals(globals: readonly MetadataRef[]): void {
    const node = this.metadata.nodes[this.unit.node];
    if (node === null || node === undefined || node.kind !== "special" || globals.length === 0) return;
    this.metadata.nodes[this.unit.node] = {
      ...node,
      fields: new Map([...node.fields, ["globals", this.metadata.tuple(globals)]]),
    };
  }
}

/** A type as the language writes it, for names in the debugger. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case "int":
      return `${type.signed ? "i" : "u"}${type.width}`;
    case "float":
      return `f${type.width}`;
    case "ptr":
      return `Ptr<${typeName(type.to)}>`;
    case "slice":
      return `Slice<${typeName(type.of)}>`;
    case "class":
    case "embed":
      return type.of.name;
    case "array":
      return `FixedArray<${typeName(type.of)}, ${type.length}>`;
    case "tuple":
      return `[${type.elements.map(typeName).join(", ")}]`;
    default:
      return type.kind;
  }
}
