// One op applied to its inputs.
namespace CnnCompute;

/// <summary>A node of a graph. Immutable but for its name; fusion makes changed copies and leaves the graph alone.</summary>
public sealed class Node
{
    internal Node(Graph graph, int id, Op op, Tensor[] inputs, Shape shape, DType type, Epilogue? epilogue = null, string? name = null) =>
        (Graph, Id, Op, Inputs, Shape, Type, Epilogue, Name) = (graph, id, op, inputs, shape, type, epilogue ?? Epilogue.None, name);

    /// <summary>The graph it belongs to.</summary>
    public Graph Graph { get; }

    /// <summary>Position in the graph; inputs always have smaller ones.</summary>
    public int Id { get; }

    /// <summary>The operator.</summary>
    public Op Op { get; }

    /// <summary>Inputs; in a fused node the epilogue's operands follow the op's own.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>Shape of the output.</summary>
    public Shape Shape { get; }

    /// <summary>Element type of the output.</summary>
    public DType Type { get; }

    /// <summary>What the kernel does to results before writing them; <see cref="Epilogue.None"/> outside fusion.</summary>
    public Epilogue Epilogue { get; }

    /// <summary>Name given by the user or the file it was imported from.</summary>
    public string? Name { get; internal set; }

    /// <summary>Whether the node has an output in memory (updates and image sinks have none).</summary>
    public bool HasOutput => Op is not (UpdateOp or ImageSinkOp);

    /// <summary>A copy with further inputs and an epilogue, carrying the id and name of the last op absorbed.</summary>
    public Node Fused(int id, string? name, Tensor[] inputs, Epilogue epilogue) => new(Graph, id, Op, inputs, Shape, Type, epilogue, name);

    /// <summary>A node of <paramref name="op"/> that makes this one's value from what <paramref name="producer"/> takes, with its epilogue.</summary>
    public Node Merged(Op op, Node producer) => new(Graph, Id, op, [.. producer.Inputs], Shape, Type, producer.Epilogue, Name ?? producer.Name);

    /// <inheritdoc/>
    public override string ToString() =>
        $"%{Id} = {Op.Name}({string.Join(", ", Inputs.Select(i => "%" + i.Id))}) {Shape}{(Name is null ? "" : $" \"{Name}\"")}";
}
