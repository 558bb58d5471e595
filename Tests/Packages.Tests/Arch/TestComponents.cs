// Components the tests put on entities: plain, tag, reference, managed.
namespace Packages.Tests.ArchPackage;

internal record struct Position(float X, float Y);

internal record struct Velocity(float X, float Y);

internal record struct Health(int Points);

internal record struct Name(string Text);

internal record struct Tag;

internal sealed class Inventory
{
    public List<string> Items { get; } = [];
}

internal record struct A(int Value);

internal record struct B(int Value);

internal record struct C(int Value);

internal record struct D(int Value);
