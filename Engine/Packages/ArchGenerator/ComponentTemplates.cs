// References to n components, and their access in a chunk.
namespace ArchGenerator;

internal static class ComponentTemplates
{
    public static string Components(Arity n) => $$"""
        /// <summary>References into a chunk: gone after the next structural change. Deconstruct copies.</summary>
        public ref struct Components<{{n.Types}}>({{n.Refs}})
        {
        {{n.Lines(4, i => $"public ref T{i} t{i} = ref t{i};")}}

            public readonly void Deconstruct({{n.Join(i => $"out T{i} c{i}")}})
            {
        {{n.Lines(8, i => $"c{i} = t{i};")}}
            }
        }
        """;

    public static string Component(Arity n) => $$"""
        public static class Component<{{n.Types}}>
        {
            public static readonly Signature Signature = new({{n.Join(i => $"Component<T{i}>.ComponentType")}});
        }
        """;

    public static string Chunk(Arity n) => $$"""
            public readonly bool Has<{{n.Types}}>() => {{string.Join(" && ", Enumerable.Range(0, n.Count).Select(i => $"Has<T{i}>()"))}};

            public readonly void GetSpan<{{n.Types}}>({{n.Join(i => $"out Span<T{i}> t{i}Span")}})
            {
        {{n.Lines(8, i => $"t{i}Span = GetSpan<T{i}>();")}}
            }

            public readonly void GetArray<{{n.Types}}>({{n.Join(i => $"out T{i}[] t{i}Array")}})
            {
        {{n.Lines(8, i => $"t{i}Array = GetArray<T{i}>();")}}
            }

            public readonly Components<{{n.Types}}> GetFirst<{{n.Types}}>() => new({{n.Join(i => $"ref GetFirst<T{i}>()")}});

            public readonly Components<{{n.Types}}> Get<{{n.Types}}>(int index) => new({{n.Join(i => $"ref Get<T{i}>(index)")}});
        """;
}
