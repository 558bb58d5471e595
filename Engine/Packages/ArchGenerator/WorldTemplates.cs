// Creating, reading and changing entities by n components.
namespace ArchGenerator;

internal static class WorldTemplates
{
    public static string Create(Arity n) => $$"""
            public Entity Create<{{n.Types}}>({{n.Defaults}})
            {
                ChangeStructure("World.Create");
                Entity entity = CreateIn(ArchetypeOf(in Component<{{n.Types}}>.Signature), out _);
        {{Sets(n, "entities[entity.Id]")}}
                return entity;
            }

            public void Create<{{n.Types}}>(int amount, {{Named(n)}})
            {
                EnsureCapacity<{{n.Types}}>(amount);
                for (int i = 0; i < amount; i++) Create<{{n.Types}}>({{Pass(n)}});
            }

            public Archetype EnsureCapacity<{{n.Types}}>(int amount) => EnsureCapacity(in Component<{{n.Types}}>.Signature, amount);
        """;

    public static string Access(Arity n) => $$"""
            public void Set<{{n.Types}}>(Entity entity, {{n.Defaults}})
            {
                ref EntityData data = ref DataOf(entity);
        {{Sets(n, "data")}}
            }

            public bool Has<{{n.Types}}>(Entity entity)
            {
                Archetype archetype = DataOf(entity).Archetype;
                return {{string.Join(" && ", Enumerable.Range(0, n.Count).Select(i => $"archetype.Has<T{i}>()"))}};
            }

            public Components<{{n.Types}}> Get<{{n.Types}}>(Entity entity)
            {
                ref EntityData data = ref DataOf(entity);
                return new({{n.Join(i => $"ref Reference<T{i}>(entity, ref data)")}});
            }

            public void Add<{{n.Types}}>(Entity entity, {{n.Defaults}})
            {
        {{n.Lines(8, i => $"T{i} t{i} = t{i}Component!;")}}
                ref EntityData data = ref AddComponents(entity, in Component<{{n.Types}}>.Signature);
        {{n.Lines(8, i => $"Reference<T{i}>(entity, ref data) = t{i};")}}
            }

            public void Remove<{{n.Types}}>(Entity entity) => RemoveComponents(entity, in Component<{{n.Types}}>.Signature);

            public void Set<{{n.Types}}>(in QueryDescription queryDescription, {{n.Defaults}})
            {
        {{n.Lines(8, i => $"Set<T{i}>(in queryDescription, in t{i}Component);")}}
            }

            public void Add<{{n.Types}}>(in QueryDescription queryDescription, {{n.Defaults}})
            {
                ChangeStructure("World.Add");
                foreach (Archetype archetype in Found(in queryDescription))
                {
                    if ({{string.Join(" || ", Enumerable.Range(0, n.Count).Select(i => $"archetype.Has<T{i}>()"))}}) continue;
                    while (archetype.EntityCount > 0) Add<{{n.Types}}>(Last(archetype), {{n.Passed}});
                }
            }

            public void Remove<{{n.Types}}>(in QueryDescription queryDescription)
            {
                ChangeStructure("World.Remove");
                foreach (Archetype archetype in Found(in queryDescription))
                {
                    if (!({{string.Join(" && ", Enumerable.Range(0, n.Count).Select(i => $"archetype.Has<T{i}>()"))}})) continue;
                    while (archetype.EntityCount > 0) Remove<{{n.Types}}>(Last(archetype));
                }
            }
        """;

    public static string Extensions(Arity n) => $$"""
            public static void Set<{{n.Types}}>(this in Entity entity, {{n.Defaults}}) => World.Of(entity).Set<{{n.Types}}>(entity, {{n.Passed}});

            public static bool Has<{{n.Types}}>(this in Entity entity) => World.Of(entity).Has<{{n.Types}}>(entity);

            public static Components<{{n.Types}}> Get<{{n.Types}}>(this in Entity entity) => World.Of(entity).Get<{{n.Types}}>(entity);

            public static void Add<{{n.Types}}>(this in Entity entity, {{n.Defaults}}) => World.Of(entity).Add<{{n.Types}}>(entity, {{n.Passed}});

            public static void Remove<{{n.Types}}>(this in Entity entity) => World.Of(entity).Remove<{{n.Types}}>(entity);
        """;

    private static string Sets(Arity n, string data) => n.Lines(8, i => $"Reference<T{i}>(entity, ref {data}) = t{i}Component!;");

    // The package calls a bulk create's only component cmp.
    private static string Named(Arity n) => n.Count == 1 ? "in T0? cmp = default" : n.Defaults;

    private static string Pass(Arity n) => n.Count == 1 ? "in cmp" : n.Passed;
}
