// What a query asks for: all of, any of, none of, exactly.
namespace Arch.Core;

/// <summary>
/// Four sets of components. Each With* replaces its set: <c>WithAll&lt;A&gt;().WithAll&lt;B&gt;()</c> means B. An empty description finds everything.
/// </summary>
public partial struct QueryDescription : IEquatable<QueryDescription>
{
    public static readonly QueryDescription Null = new();

    public QueryDescription()
    {
    }

    public QueryDescription(Signature? all = null, Signature? any = null, Signature? none = null, Signature? exclusive = null)
    {
        All = all ?? Signature.Null;
        Any = any ?? Signature.Null;
        None = none ?? Signature.Null;
        Exclusive = exclusive ?? Signature.Null;
    }

    public Signature All { get; private set; }

    public Signature Any { get; private set; }

    public Signature None { get; private set; }

    public Signature Exclusive { get; private set; }

    public readonly bool Equals(QueryDescription other) => All == other.All && Any == other.Any && None == other.None && Exclusive == other.Exclusive;

    public override readonly bool Equals(object? obj) => obj is QueryDescription other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(All, Any, None, Exclusive);

    public static bool operator ==(QueryDescription left, QueryDescription right) => left.Equals(right);

    public static bool operator !=(QueryDescription left, QueryDescription right) => !left.Equals(right);
}
