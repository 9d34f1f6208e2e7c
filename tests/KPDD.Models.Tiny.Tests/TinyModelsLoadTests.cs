using KPDD.T5;

namespace KPDD.Models.Tiny.Tests;

public class TinyModelsLoadTests
{
    private const long MaxStudentBytes = 10_000_000;
    private const long MaxBytes = 20_000_000;

    [Theory]
    [InlineData(DistillationStage.KeyPoints, RationaleKind.ProgramOfThought)]
    [InlineData(DistillationStage.Solve, RationaleKind.ProgramOfThought)]
    [InlineData(DistillationStage.Solve, RationaleKind.ChainOfThought)]
    [InlineData(DistillationStage.Channel, RationaleKind.ProgramOfThought)]
    public void ModelFolder_EachStudent_DescribesItselfAndIsSmall(DistillationStage stage, RationaleKind kind)
    {
        string folder = TinyModels.ModelFolder(stage, kind);
        StudentDescription description = StudentDescriptionFile.Load(folder);

        Assert.Equal(stage, description.Stage);
        Assert.True(stage == DistillationStage.KeyPoints || description.RationaleKind == kind);
        Assert.InRange(SizeOf(folder), 1, MaxStudentBytes);
    }

    [Fact]
    public void ModelFolder_ProgramStudentWithAllItsModels_StaysWithinTheLimitOfAStudent()
    {
        string folder = TinyModels.ModelFolder(DistillationStage.Solve);
        StudentDescription student = StudentDescriptionFile.Load(folder);

        Assert.InRange(student.Members!.Select(member => member.Folder).Append(student.Channel!.Folder).Sum(named => SizeOf(Path.Combine(folder, named))), 1, MaxStudentBytes);
    }

    [Fact]
    public void ModelFolder_ProgramStudent_NamesTheModelsThatWorkTogetherAndLetsBothReadingsVote()
    {
        StudentDescription student = StudentDescriptionFile.Load(TinyModels.ModelFolder(DistillationStage.Solve));

        Assert.Equal([new StudentMember("."), new StudentMember("../pot-second")], student.Members);
        Assert.Equal(new StudentChannel("../channel"), student.Channel);
        Assert.True(student.VoteWithoutKeyPoints);
    }

    [Fact]
    public void ModelFolder_AllStudents_StayWithinTheLimit() =>
        Assert.InRange(SizeOf(Path.GetDirectoryName(TinyModels.ModelFolder(DistillationStage.KeyPoints))!), 1, MaxBytes);

    [Fact]
    public void ModelFolder_UnknownKind_ArgumentException() =>
        Assert.ThrowsAny<ArgumentException>(() => TinyModels.ModelFolder(DistillationStage.Solve, (RationaleKind)7));

    [Fact]
    public async Task LoadPipelineAsync_WithoutKeyPoints_SolvesFromTheQuestionAlone()
    {
        await using KpddPipeline pipeline = await TinyModels.LoadPipelineAsync(
            RationaleKind.ProgramOfThought, new TinyPipelineOptions { UseKeyPoints = false });

        SolveResult result = await pipeline.SolveAsync(EverydayProblems.All[0]);

        Assert.Null(result.KeyPoints);
        Assert.Equal(RationaleKind.ProgramOfThought, result.Rationale.Kind);
    }

    [Fact]
    public async Task LoadPipelineAsync_EngineOutOfRange_ArgumentException() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TinyModels.LoadPipelineAsync(
            RationaleKind.ProgramOfThought, new TinyPipelineOptions { Engine = new CpuEngineOptions { Threads = 0 } }));

    [Fact]
    public async Task LoadPipelineAsync_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TinyModels.LoadPipelineAsync(cancellationToken: source.Token));
    }

    private static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
