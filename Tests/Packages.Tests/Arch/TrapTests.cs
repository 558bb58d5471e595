// Where the package surprises its users, the stand-in must surprise them in the same way.
using Arch.Buffer;
using Arch.Core;
using Arch.Core.Extensions;

namespace Packages.Tests.ArchPackage;

public sealed class TrapTests
{
    private World world = null!;

    [SetUp]
    public void CreateWorld() => world = World.Create();

    [TearDown]
    public void DestroyWorld() => world.Dispose();

    [Test]
    public void Trap_1_a_second_with_replaces_the_first()
    {
        var description = new QueryDescription().WithAll<A>().WithAll<B>();
        Assert.That(description, Is.EqualTo(new QueryDescription().WithAll<B>()));
        Assert.That(description == new QueryDescription().WithAll<A, B>(), Is.False);
        Assert.That(new QueryDescription().WithAll<A, B>() == new QueryDescription().WithAll<B, A>(), Is.True);
    }

    [Test]
    public void Trap_2_the_default_entity_is_not_null_but_a_new_one_is()
    {
        Assert.That(default(Entity) == Entity.Null, Is.False);
        Assert.That(new Entity(), Is.EqualTo(Entity.Null));
        Assert.That((Entity.Null.Id, Entity.Null.WorldId, Entity.Null.Version), Is.EqualTo((-1, 0, -1)));
        Assert.That((default(Entity).Id, default(Entity).Version), Is.EqualTo((0, 0)));
        Assert.That(Entity.Null.IsAlive(), Is.False);
    }

    [Test]
    public void Trap_3_iteration_runs_down_in_chunks_and_over_them()
    {
        for (var i = 0; i < 3000; i++)
            world.Create(new A(i));
        var expected = 3000;
        world.Query(new QueryDescription().WithAll<A>(), (ref A a) => Assert.That(a.Value, Is.EqualTo(--expected)));
        Assert.That(expected, Is.Zero);
        foreach (ref var chunk in world.Query(new QueryDescription().WithAll<A>()))
        {
            var before = chunk.Count;
            foreach (var i in chunk)
                Assert.That(i, Is.EqualTo(--before));
        }
    }

    [Test]
    public void Trap_4_add_with_and_without_a_value_are_two_methods()
    {
        var entity = world.Create();
        world.Add<A>(entity);
        var b = new B(4);
        world.Add(entity, in b);
        Assert.That((world.Get<A>(entity).Value, world.Get<B>(entity).Value), Is.EqualTo((0, 4)));
        var adds = typeof(World).GetMethods()
            .Where(m => m.Name == "Add" && m.GetGenericArguments().Length == 1 && m.GetParameters()[0].ParameterType == typeof(Entity)).ToArray();
        Assert.That(adds.Select(m => m.GetParameters().Length), Is.EquivalentTo(new[] { 1, 2 }));
        Assert.That(adds.Single(m => m.GetParameters().Length == 2).GetParameters()[1].HasDefaultValue, Is.False);
    }

    [Test]
    public void Trap_4b_a_number_alone_creates_an_entity_with_an_int()
    {
        var entity = world.Create(10);
        Assert.That(entity.Get<int>(), Is.EqualTo(10));
        Assert.That(world.Size, Is.EqualTo(1));
    }

    [Test]
    public void Trap_5_the_entity_comes_by_value()
    {
        Assert.That(typeof(ForEachWithEntity<A>).GetMethod("Invoke")!.GetParameters()[0].ParameterType, Is.EqualTo(typeof(Entity)));
        Assert.That(typeof(ForEach).GetMethod("Invoke")!.GetParameters()[0].ParameterType, Is.EqualTo(typeof(Entity)));
    }

    [Test]
    public void Trap_6_system_groups_are_another_package() =>
        Assert.That(typeof(World).Assembly.GetTypes().Select(t => t.Namespace), Has.None.EqualTo("Arch.System"));

    [Test]
    public void Trap_7_a_command_buffer_is_made_without_a_world() =>
        Assert.That(typeof(CommandBuffer).GetConstructors().Single().GetParameters().Select(p => p.ParameterType), Is.EqualTo([typeof(int)]));

    [Test]
    public void Trap_8_events_never_fire()
    {
        var fired = 0;
        world.SubscribeEntityCreated((in Entity _) => fired++);
        world.SubscribeEntityDestroyed((in Entity _) => fired++);
        world.SubscribeComponentAdded((in Entity _, ref A _) => fired++);
        world.SubscribeComponentSet((in Entity _, ref A _) => fired++);
        world.SubscribeComponentRemoved((in Entity _, ref A _) => fired++);
        var entity = world.Create(new A(1));
        world.Set(entity, new A(2));
        world.Remove<A>(entity);
        world.Add(entity, new A(3));
        world.Destroy(entity);
        Assert.That(fired, Is.Zero);
    }

    [Test]
    public void Trap_9_query_delegates_have_names()
    {
        world.Create(new A(1), new B(2));
        var sum = 0;
        ForEach<A, B> add = (ref A a, ref B b) => sum += a.Value + b.Value;
        ForEachWithEntity<A> addWithEntity = (Entity e, ref A a) => sum += 10 * a.Value;
        world.Query(new QueryDescription().WithAll<A, B>(), add);
        world.Query(new QueryDescription().WithAll<A, B>(), addWithEntity);
        Assert.That(sum, Is.EqualTo(13));
    }

    [Test]
    public void Trap_10_a_missing_component_is_an_error_not_silence()
    {
        var entity = world.Create(new A(1));
        Assert.That(() => world.Get<B>(entity), Throws.InvalidOperationException.With.Message.Contains("no component B"));
        Assert.That(() => world.Set(entity, new B(1)), Throws.InvalidOperationException);
        Assert.That(() => entity.Get<A, B>().t0.Value, Throws.InvalidOperationException);
        Assert.That(world.Has<B>(entity), Is.False);
    }

    [Test]
    public void Trap_11_a_chunks_span_is_as_long_as_its_capacity()
    {
        var entity = world.Create(new A(1));
        ref readonly var chunk = ref world.GetChunk(entity);
        Assert.That(chunk.Count, Is.EqualTo(1));
        Assert.That(chunk.GetSpan<A>().Length, Is.EqualTo(chunk.Capacity));
        Assert.That(chunk.GetArray<A>(), Has.Length.EqualTo(chunk.Capacity));
        Assert.That(chunk.Capacity, Is.GreaterThan(100));
    }

    [Test]
    public void Trap_12_several_components_come_as_references_named_t0_and_t1()
    {
        var entity = world.Create(new A(1), new B(2));
        var both = world.Get<A, B>(entity);
        ref var a = ref both.t0;
        a.Value = 5;
        both.t1.Value = 6;
        var (copy, _) = both;
        copy.Value = 100;
        Assert.That((world.Get<A>(entity).Value, world.Get<B>(entity).Value), Is.EqualTo((5, 6)));
    }

    [Test]
    public void Trap_13_a_boxed_value_goes_by_value_since_in_would_ask_for_a_component_object()
    {
        var entity = world.Create(new A(1));
        object boxed = new A(2);
        Assert.That(() => world.Set(entity, in boxed), Throws.InvalidOperationException.With.Message.Contains("no component Object"));
        world.Set(entity, boxed);
        Assert.That(world.Get<A>(entity).Value, Is.EqualTo(2));
    }

    [Test]
    public void Trap_14_a_type_alone_is_not_added_and_an_entity_does_not_remove_one()
    {
        Assert.That(typeof(World).GetMethod("Add", [typeof(Entity), typeof(ComponentType)]), Is.Null);
        Assert.That(
            typeof(Arch.Core.Extensions.EntityExtensions).GetMethod("Remove", [typeof(Entity).MakeByRefType(), typeof(ComponentType)]), Is.Null);
    }
}
