// A handle to one node's output; ops add their methods in their own files.
namespace CnnCompute;

/// <summary>A value in a graph: no data, one per node. Every op's file adds its method here.</summary>
public readonly partial record struct Tensor(Graph Graph, int Id)
{
    /// <summary>The node that makes it.</summary>
    public Node Node => Graph.Nodes[Id];

    /// <summary>Dimensions, NCHW.</summary>
    public Shape Shape => Node.Shape;

    /// <summary>Element type.</summary>
    public DType Type => Node.Type;

    /// <summary>Gives the value a name, by which it can be fetched; names survive fusion.</summary>
    public Tensor Named(string name)
    {
        Graph.Name(this, name);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => $"%{Id}{Shape}";
}
