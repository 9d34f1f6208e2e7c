using KPDD;
using KPDD.TrainTinyStudents;
using KPDD.TrainTinyStudents.Recipe;
using KPDD.TrainTinyStudents.Synthetic;

// The recipe of the embedded students. Every verb says what it writes; `./build.sh models` runs the whole recipe.
var arguments = new Arguments(args);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true; // the training writes nothing half; its last checkpoint is where "train" goes on
    stop.Cancel();
};

try
{
    switch (args.FirstOrDefault())
    {
        case "synthetic":
            SyntheticVerbs.Print(arguments.Number("--count", 10), arguments.Number("--seed", 0), arguments.Text("--template"));
            return 0;
        case "validate":
            return SyntheticVerbs.Validate() ? 0 : 1;
        case "corpus":
            RecipeVerbs.WriteCorpus(Data(new RecipeMix()), arguments.Required("--out"));
            return 0;
        case "train":
            StudentRecipe student = StudentRecipes.Named(arguments.Required("--stage"));
            await RecipeVerbs.TrainAsync(
                Data(student.Mix), student, arguments.Required(student.Shape is null ? "--from" : "--vocabulary"), arguments.Required("--out"), stop.Token);
            return 0;
        case "pack":
            RecipeVerbs.Pack(arguments.Required("--from"), arguments.Required("--to"), arguments.Text("--weights") ?? "float16");
            return 0;
        default:
            Console.Error.WriteLine(
                """
                usage: TrainTinyStudents VERB [options]
                  corpus --out FILE [--data DIR]                 the text the vocabulary is trained on
                  train --stage pot|channel|start --vocabulary DIR --out DIR [--data DIR]
                  train --stage key|cot --from DIR --out DIR [--data DIR]
                                                                 trains a student, key and cot from the weights of
                                                                 start; goes on where a stopped one was
                  pack --from DIR --to DIR [--weights float16|int8]
                                                                 a trained student as the package holds it, float16
                                                                 unless said; int8 goes by FROM/float16
                  synthetic [--count N] [--seed S] [--template PREFIX]
                                                                 prints made-up problems
                  validate                                       checks every template
                """);
            return 2;
    }
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped. The same command goes on from the last checkpoint.");
    return 130;
}
catch (Exception e) when (e is KpddException or ArgumentException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

TrainingData Data(RecipeMix mix) => new(arguments.Text("--data") ?? DataFolder.Find(), mix);
