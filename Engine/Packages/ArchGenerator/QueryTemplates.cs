// Descriptions, delegates and queries over n components.
namespace ArchGenerator;

internal static class QueryTemplates
{
    public static string Delegates(Arity n) => $$"""
        public delegate void ForEach<{{n.Types}}>({{n.Refs}});

        public delegate void ForEachWithEntity<{{n.Types}}>(Entity entity, {{n.Refs}});

        public interface IForEach<{{n.Types}}>
        {
            void Update({{n.Refs}});
        }

        public interface IForEachWithEntity<{{n.Types}}>
        {
            void Update(Entity entity, {{n.Refs}});
        }
        """;

    public static string Description(Arity n) => string.Join("\n\n", new[] { "All", "Any", "None", "Exclusive" }.Select(set => $$"""
            [UnscopedRef]
            public ref QueryDescription With{{set}}<{{n.Types}}>()
            {
                {{set}} = Component<{{n.Types}}>.Signature;
                return ref this;
            }
        """));

    public static string Queries(Arity n) => string.Join("\n\n",
        Loop(n, $"Query<{n.Types}>(in QueryDescription queryDescription, ForEach<{n.Types}> forEntity)", "", "forEntity", ""),
        Loop(n, $"Query<{n.Types}>(in QueryDescription queryDescription, ForEachWithEntity<{n.Types}> forEntity)", "",
            "forEntity", "chunk.Entities[i], "),
        Inline(n, "InlineQuery", $"IForEach<{n.Types}>"),
        Loop(n, $"InlineQuery<T, {n.Types}>(in QueryDescription queryDescription, ref T iForEach)", $" where T : struct, IForEach<{n.Types}>",
            "iForEach.Update", ""),
        Inline(n, "InlineEntityQuery", $"IForEachWithEntity<{n.Types}>"),
        Loop(n, $"InlineEntityQuery<T, {n.Types}>(in QueryDescription queryDescription, ref T iForEach)",
            $" where T : struct, IForEachWithEntity<{n.Types}>", "iForEach.Update", "chunk.Entities[i], "));

    private static string Inline(Arity n, string name, string constraint) => $$"""
            public void {{name}}<T, {{n.Types}}>(in QueryDescription queryDescription) where T : struct, {{constraint}}
            {
                var forEach = new T();
                {{name}}<T, {{n.Types}}>(in queryDescription, ref forEach);
            }
        """;

    private static string Loop(Arity n, string head, string constraint, string call, string entity) => $$"""
            public void {{head}}{{constraint}}
            {
                foreach (ref Chunk chunk in Query(in queryDescription))
                {
        {{n.Lines(12, i => $"ref T{i} t{i} = ref chunk.GetFirst<T{i}>();")}}
                    for (int i = chunk.Count - 1; i >= 0; i--) {{call}}({{entity}}{{n.Join(i => $"ref Unsafe.Add(ref t{i}, i)")}});
                }
            }
        """;
}
